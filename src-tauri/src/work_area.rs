//! How large the window opens, and where: within the work area of its monitor, whatever size it had on another one.
//!
//! Everything is in logical pixels. Which monitor that is, and what a window manager does then, is not decided here.

/// What a monitor leaves to windows beside panels and docks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkArea {
    pub x: i32,
    pub y: i32,
    pub width: u32,
    pub height: u32,
}

/// Width and height.
pub type Size = (u32, u32);

/// How the window opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opening {
    pub size: Size,
    /// It gets no smaller than this.
    pub least: Size,
    /// Where its frame begins. `None` leaves that to the window manager: there is room wherever it is put.
    pub at: Option<(i32, i32)>,
}

/// Room for a title bar and edges: how large they are nobody tells before the window is there.
const FRAME: Size = (12, 48);

/// Fits a window that should be of this size, and no smaller than `least`, into the work area, where that is known.
pub fn fit(wanted: Size, least: Size, area: Option<WorkArea>) -> Opening {
    let Some(area) = area.filter(|area| area.width > 0 && area.height > 0) else {
        return Opening { size: wanted, least, at: None };
    };
    // A monitor may have less than the least: then that is all there is.
    let room = |all: u32, frame: u32| all.saturating_sub(frame).max(1);
    let room = (room(area.width, FRAME.0), room(area.height, FRAME.1));
    let size = (wanted.0.min(room.0), wanted.1.min(room.1));
    let start = |from: i32, room: u32, taken: u32| {
        from.saturating_add(i32::try_from(room.saturating_sub(taken) / 2).unwrap_or_default())
    };
    let at = (start(area.x, room.0, size.0), start(area.y, room.1, size.1));
    let least = (least.0.min(room.0), least.1.min(room.1));
    Opening { size, least, at: (size != wanted).then_some(at) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: Size = (1280, 800);
    const MIN_SIZE: Size = (320, 400);

    fn on(x: i32, y: i32, width: u32, height: u32) -> Opening {
        fit(FIRST, MIN_SIZE, Some(WorkArea { x, y, width, height }))
    }

    #[test]
    fn a_window_that_fits_opens_as_it_was_wherever_the_window_manager_puts_it() {
        assert_eq!(on(0, 0, 1920, 1080), Opening { size: FIRST, least: MIN_SIZE, at: None });
        assert_eq!(fit(FIRST, MIN_SIZE, None), Opening { size: FIRST, least: MIN_SIZE, at: None });
        let unknown = WorkArea { x: 0, y: 0, width: 0, height: 0 };
        assert_eq!(fit(FIRST, MIN_SIZE, Some(unknown)).size, FIRST);
    }

    #[test]
    fn a_small_screen_gets_a_window_that_fits_with_its_frame() {
        assert_eq!(on(0, 0, 1024, 600), Opening { size: (1012, 552), least: MIN_SIZE, at: Some((0, 0)) });
        // As wide as wanted, and in the middle of what is left beside a panel on top.
        assert_eq!(on(0, 28, 1366, 740), Opening { size: (1280, 692), least: MIN_SIZE, at: Some((37, 28)) });
    }

    #[test]
    fn a_screen_that_is_lower_than_the_least_has_a_lower_least() {
        // 1366×768 at 200 %.
        assert_eq!(on(0, 0, 683, 384), Opening { size: (671, 336), least: (320, 336), at: Some((0, 0)) });
        assert_eq!(on(0, 0, 10, 10).size, (1, 1));
    }

    #[test]
    fn a_size_from_a_larger_monitor_that_is_gone_is_fitted_into_the_one_that_is_there() {
        let laptop = WorkArea { x: -1366, y: 100, width: 1366, height: 768 };
        let opening = fit((2500, 1300), MIN_SIZE, Some(laptop));
        assert_eq!(opening, Opening { size: (1354, 720), least: MIN_SIZE, at: Some((-1366, 100)) });
    }

    #[test]
    fn every_window_lies_in_its_work_area_with_its_frame() {
        for (width, height) in
            [(320, 200), (640, 480), (683, 384), (800, 480), (1024, 600), (1280, 800), (3840, 2160)]
        {
            for wanted in [(320, 400), FIRST, (5000, 300), (300, 5000)] {
                let area = WorkArea { x: 100, y: 50, width, height };
                let opening = fit(wanted, MIN_SIZE, Some(area));
                assert!(
                    opening.size.0 + FRAME.0 <= width && opening.size.1 + FRAME.1 <= height,
                    "{opening:?}"
                );
                assert!(opening.least.0 <= width && opening.least.1 <= height, "{opening:?}");
                let (x, y) = opening.at.unwrap_or((100, 50));
                let ends = |from: i32, size: u32| from + i32::try_from(size).unwrap();
                assert!(x >= 100 && ends(x, opening.size.0 + FRAME.0) <= ends(100, width), "{opening:?}");
                assert!(y >= 50 && ends(y, opening.size.1 + FRAME.1) <= ends(50, height), "{opening:?}");
            }
        }
    }
}
