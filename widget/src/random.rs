//! Randomness. Edge: the only place that asks the browser for it.

/// 128 random bits for an id.
pub(crate) fn bits() -> u128 {
    let mut bytes = [0; 16];
    let filled = web_sys::window()
        .and_then(|window| window.crypto().ok())
        .is_some_and(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).is_ok());
    if filled {
        return u128::from_le_bytes(bytes);
    }
    // A page may have broken `crypto`; an id must differ from others, not be unguessable.
    (0..4).fold(0, |bits, _| (bits << 32) | (js_sys::Math::random() * 4_294_967_296.0) as u128)
}

/// A number from 0 up to 1, to spread retries.
pub(crate) fn share() -> f64 {
    js_sys::Math::random()
}
