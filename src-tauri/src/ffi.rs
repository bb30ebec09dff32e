//! What the compiler cannot vouch for: the one room of the app with `unsafe` in it, each use with the reason why it holds.
//!
//! Both are things of the web view on Linux that no well-kept library wraps: settings that it reads from the environment
//! alone, and the switches of its features, which the bindings do not know yet.

use std::ffi::{CStr, OsStr, c_char, c_int, c_void};

use gtk::glib::object::ObjectType;
use webkit2gtk::Settings;

/// Sets a variable of this process. To be called first in `main` only, before there is a second thread.
pub fn set_variable(name: &str, value: &OsStr) {
    // SAFETY: nobody reads the environment meanwhile, for no other thread has been started.
    unsafe { std::env::set_var(name, value) }
}

unsafe extern "C" {
    fn webkit_settings_get_all_features() -> *mut c_void;
    fn webkit_feature_list_get_length(list: *mut c_void) -> usize;
    fn webkit_feature_list_get(list: *mut c_void, index: usize) -> *mut c_void;
    fn webkit_feature_list_unref(list: *mut c_void);
    fn webkit_feature_get_identifier(feature: *mut c_void) -> *const c_char;
    fn webkit_settings_set_feature_enabled(
        settings: *mut <Settings as ObjectType>::GlibType,
        feature: *mut c_void,
        enabled: c_int,
    );
}

/// Switches features of the web view off, by the names that WebKit has for them, and returns how many of them it knows.
/// To be called on the main thread, as everything of GTK.
pub fn switch_off(settings: &Settings, names: &[&str]) -> usize {
    let mut known = 0;
    // SAFETY: the functions and their types are those of WebKitGTK since 2.42 (WebKitFeature.h). The list is ours until it
    // is given back; a feature lives as long as its list and its identifier as long as the feature; an index is below the
    // length; the settings are alive while they are borrowed.
    unsafe {
        let list = webkit_settings_get_all_features();
        for index in 0..webkit_feature_list_get_length(list) {
            let feature = webkit_feature_list_get(list, index);
            let name = CStr::from_ptr(webkit_feature_get_identifier(feature));
            if name.to_str().is_ok_and(|name| names.contains(&name)) {
                webkit_settings_set_feature_enabled(settings.as_ptr(), feature, 0);
                known += 1;
            }
        }
        webkit_feature_list_unref(list);
    }
    known
}
