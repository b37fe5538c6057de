//! Keys in the list.

/// Action that a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// The next response.
    Next,
    /// The one before.
    Previous,
    /// Go into the detail of the chosen one.
    Open,
    /// Search in the comments.
    Search,
    /// Show the keys.
    Help,
    /// Close the detail.
    Close,
}

/// Place where a key is pressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pressed {
    /// Ctrl, Alt or Meta is held.
    pub is_chord: bool,
    /// In a field, where letters are text.
    pub is_writing: bool,
    /// On something that the key would press by itself.
    pub is_on_control: bool,
    /// Keys of one letter are on.
    pub has_letters: bool,
}

/// Returns what a key asks for; `None` leaves it to the browser.
#[must_use]
pub fn action(key: &str, pressed: Pressed) -> Option<Action> {
    if pressed.is_chord {
        return None;
    }
    match key {
        "Escape" => Some(Action::Close),
        "Enter" if !pressed.is_writing && !pressed.is_on_control => Some(Action::Open),
        _ if pressed.is_writing || !pressed.has_letters => None,
        "j" => Some(Action::Next),
        "k" => Some(Action::Previous),
        "/" => Some(Action::Search),
        "?" => Some(Action::Help),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: Pressed =
        Pressed { is_chord: false, is_writing: false, is_on_control: false, has_letters: true };

    #[test]
    fn letters_move_search_and_explain() {
        for (key, asked) in [
            ("j", Action::Next),
            ("k", Action::Previous),
            ("/", Action::Search),
            ("?", Action::Help),
            ("Enter", Action::Open),
            ("Escape", Action::Close),
        ] {
            assert_eq!(action(key, LIST), Some(asked), "{key}");
        }
        assert_eq!(action("x", LIST), None);
    }

    #[test]
    fn letters_in_a_field_are_text() {
        let pressed = Pressed { is_writing: true, ..LIST };
        for key in ["j", "k", "/", "?", "Enter"] {
            assert_eq!(action(key, pressed), None, "{key}");
        }
        assert_eq!(action("Escape", pressed), Some(Action::Close));
    }

    #[test]
    fn letters_can_be_switched_off_and_other_keys_stay() {
        let pressed = Pressed { has_letters: false, ..LIST };
        assert_eq!(action("j", pressed), None);
        assert_eq!(action("?", pressed), None);
        assert_eq!(action("Enter", pressed), Some(Action::Open));
    }

    #[test]
    fn chords_are_the_browsers_and_enter_presses_what_has_the_focus() {
        assert_eq!(action("k", Pressed { is_chord: true, ..LIST }), None);
        assert_eq!(action("Enter", Pressed { is_on_control: true, ..LIST }), None);
    }
}
