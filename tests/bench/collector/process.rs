//! Resource use of a process, as the kernel reports it. Linux only; elsewhere `None`.

use std::{fs, time::Duration};

/// Returns the time that all threads of a process have spent on a processor.
pub(crate) fn cpu_time(pid: u32) -> Option<Duration> {
    let mut total = 0;
    for task in fs::read_dir(format!("/proc/{pid}/task")).ok()? {
        // A thread may end between the listing and the reading.
        let Ok(text) = fs::read_to_string(task.ok()?.path().join("schedstat")) else { continue };
        total += text.split_whitespace().next()?.parse::<u64>().ok()?;
    }
    Some(Duration::from_nanos(total))
}
