// Pictures of the console, called from Rust (`console/src/charts.rs`).
