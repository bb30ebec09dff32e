//! One journey: a private desktop, a sandbox shop and the app's window, from the first start or from a connected
//! account on. What a journey is about stands in the tests.

use std::path::Path;

use crate::desktop::{Desktop, Keychain, SCREEN};
use crate::driver::Driver;
use crate::shop::{Shop, Speaks};
use crate::stand_in_keychain::StandIn;
use crate::window::Window;

/// What is not as usual in a journey.
#[derive(Clone, Copy)]
pub struct Setup {
    pub keychain: Keychain,
    pub speaks: Speaks,
    pub undo_seconds: u32,
    /// The desktop's wish that nothing moves.
    pub less_motion: bool,
    /// The address that the app is given for the shop.
    pub address: fn(&Shop) -> String,
    /// What the app finds in its environment beside that.
    pub environment: fn(&Shop) -> Vec<(&'static str, String)>,
    /// Width and height. On any but the usual one the window stays in the size that it opens in.
    pub screen: (u16, u16),
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            keychain: Keychain::Open,
            speaks: Speaks::Both,
            undo_seconds: 0,
            less_motion: false,
            address: Shop::address,
            environment: |_| Vec::new(),
            screen: SCREEN,
        }
    }
}

/// The window goes before the shop it talks to, and both before the desktop they stand on.
pub struct Journey {
    pub window: Window,
    pub shop: Shop,
    stand_in: Option<StandIn>,
    pub desktop: Desktop,
}

/// A second desktop with an app, a keychain and a data folder of its own.
pub struct Computer {
    pub window: Window,
    pub desktop: Desktop,
}

async fn first_window(desktop: &Desktop, shop: &Shop, setup: Setup) -> Window {
    let mut environment = vec![
        ("LINKDESK_DATA_DIR".to_owned(), desktop.data_dir().display().to_string()),
        ("LINKDESK_API_URL".to_owned(), (setup.address)(shop)),
        ("LINKDESK_UNDO_SECONDS".to_owned(), setup.undo_seconds.to_string()),
    ];
    environment.extend((setup.environment)(shop).into_iter().map(|(name, value)| (name.to_owned(), value)));
    let driver = Driver::start(desktop, &environment).await;
    if setup.screen == SCREEN { Window::open(driver).await } else { Window::open_as_it_was(driver).await }
}

impl Journey {
    /// The app as it starts for the first time, with the sandbox offered as the Custom environment.
    pub async fn start(setup: Setup) -> Self {
        let desktop = Desktop::on_a_screen_of(setup.screen, setup.keychain);
        if setup.less_motion {
            desktop.want_less_motion();
        }
        let stand_in = match setup.keychain {
            Keychain::StandIn(temper) => Some(StandIn::start(desktop.bus(), temper).await),
            _ => None,
        };
        let shop = Shop::open(setup.speaks).await;
        let window = first_window(&desktop, &shop, setup).await;
        Self { window, shop, stand_in, desktop }
    }

    /// Another computer of the same shop, connected with the same keys, where nothing is held.
    pub async fn another_computer(&self) -> Computer {
        let desktop = Desktop::start(Keychain::Open);
        let window = first_window(&desktop, &self.shop, Setup::default()).await;
        window.connect_as(&self.shop.client_id, &self.shop.client_secret).await;
        window.see("account-menu").await;
        window.see_gone("connect-client-secret").await;
        Computer { window, desktop }
    }

    /// The app connected to the sandbox, at its first screen.
    pub async fn connected(setup: Setup) -> Self {
        let journey = Self::start(setup).await;
        journey.connect_with(&journey.shop.client_secret).await;
        journey.window.see("account-menu").await;
        journey.window.see_gone("connect-client-secret").await;
        journey
    }

    pub async fn connect_with(&self, secret: &str) {
        self.window.connect_as(&self.shop.client_id, secret).await;
    }

    /// Ends the app and starts it again over the same folder.
    pub async fn restarted(self) -> Self {
        self.restarted_after(|_| ()).await
    }

    /// The same, with something done to the folder while the app is not there.
    pub async fn restarted_after(self, change: impl FnOnce(&Path)) -> Self {
        let Self { window, shop, stand_in, desktop } = self;
        let driver = window.close().await;
        change(&desktop.data_dir());
        Self { window: Window::open(driver).await, shop, stand_in, desktop }
    }

    /// The stand-in for the keychain that this journey was set up with.
    pub fn keychain(&self) -> &StandIn {
        self.stand_in.as_ref().expect("a journey with a stand-in for the keychain")
    }

    /// Kills the program, as a power cut would, and starts it again over the same folder.
    pub async fn killed_and_reopened(self) -> Self {
        let Self { window, shop, stand_in, desktop } = self;
        for app in window.driver().running_app() {
            app.kill();
        }
        let driver = window.ends().await;
        Self { window: Window::open(driver).await, shop, stand_in, desktop }
    }

    /// Closes the window by its cross, which fails where the program goes on, and starts it again in the size it had.
    pub async fn closed_and_reopened(self) -> Self {
        let Self { window, shop, stand_in, desktop } = self;
        desktop.screen().close("Linkdesk");
        let driver = window.ends().await;
        Self { window: Window::open_as_it_was(driver).await, shop, stand_in, desktop }
    }
}
