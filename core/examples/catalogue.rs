//! How long the first use of each scheme takes.
use std::time::Instant;
fn main() {
    let mut times = Vec::new();
    let all = Instant::now();
    for name in visitorseal::schemes() {
        let start = Instant::now();
        let scheme = visitorseal::scheme(name).unwrap();
        times.push((start.elapsed().as_nanos() as f64 / 1000.0, scheme.name().to_owned()));
    }
    println!("all {:.1} us", all.elapsed().as_nanos() as f64 / 1000.0);
    times.sort_by(|a, b| a.0.total_cmp(&b.0));
    println!("least {:?}\nmedian {:?}\nmost {:?}", times[0], times[times.len() / 2], times[times.len() - 1]);
}
