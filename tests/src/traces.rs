//! Whether a text is written anywhere below a folder, plainly or in one of the forms that programs give it.

use std::fs;
use std::path::{Path, PathBuf};

/// The files that hold the text; there must be files to look into.
pub fn files_with(folder: &Path, text: &str) -> Vec<PathBuf> {
    let forms = written_forms(text);
    let mut files = files_below(folder);
    assert!(files.len() > 1, "nothing was written below {}: {files:?}", folder.display());
    files.retain(|file| {
        // A socket or a file that went meanwhile holds nothing.
        let bytes = fs::read(file).unwrap_or_default();
        forms.iter().any(|form| bytes.windows(form.len()).any(|window| window == form))
    });
    files
}

/// The bytes in which a text may stand in a file.
fn written_forms(text: &str) -> Vec<Vec<u8>> {
    let mut forms = vec![
        text.as_bytes().to_vec(),
        text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        text.bytes().flat_map(|byte| format!("{byte:02x}").into_bytes()).collect(),
    ];
    // Base64 of a longer text that holds it looks different at each of the three ways it may fall into groups.
    for skipped in 0..3 {
        forms.push(base64(&text.as_bytes()[skipped..]));
    }
    forms
}

/// Base64 of the whole groups of three; the rest would depend on what follows.
fn base64(bytes: &[u8]) -> Vec<u8> {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let groups = bytes.chunks_exact(3).map(|group| u32::from_be_bytes([0, group[0], group[1], group[2]]));
    groups.flat_map(|bits| [18, 12, 6, 0].map(|shift| LETTERS[(bits >> shift & 63) as usize])).collect()
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files
}
