//! Logic tests: no window, no display, no network.
