//! How long the first use of a scheme of the catalogue takes, beside the bound: of the very first one in a process, which
//! also loads pages of the library, of one in the middle, of the slowest, and of all. `make bench` prints it.
//!
//! cargo run --release --package visitorseal --example catalogue
#![allow(clippy::unwrap_used, missing_docs)]

use std::{hint::black_box, time::Instant};

use visitorseal::{scheme, schemes};

fn main() {
    let all: Vec<(f64, &str)> = schemes()
        .map(|name| {
            let start = Instant::now();
            black_box(scheme(black_box(name)).unwrap());
            (start.elapsed().as_secs_f64() * 1e6, name)
        })
        .collect();
    let print = |what: &str, (time, name): (f64, &str), bound: f64| {
        println!("{what:<32}{time:>9.1} us   at most {bound:>6.0} us   {name}");
    };
    let mut sorted = all.clone();
    sorted.sort_by(|one, other| one.0.total_cmp(&other.0));
    print("the first scheme of a process", *all.first().unwrap(), 20.0);
    print("the median", *sorted.get(sorted.len() / 2).unwrap(), 20.0);
    print("the slowest", *sorted.last().unwrap(), 20.0);
    let whole = all.iter().map(|(time, _)| time).sum();
    print("the whole catalogue", (whole, &format!("{} schemes", all.len())), 15_000.0);
}
