//! Whether the time of a verification tells where a signature differs, or which key matched: in the manner of
//! dudect (Reparaz, Balasch, Verbauwhede 2017), two classes of input are timed in random order, and Welch's t of
//! the two is printed. Beyond 4.5 there is something to look at; `make bench` prints it, and no test waits for it.
//!
//! cargo run --release --package visitorseal --example timing [-- --short]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::cast_precision_loss, missing_docs)]

use std::{
    hash::{BuildHasher, RandomState},
    hint::black_box,
    time::Instant,
};

use visitorseal::{Object, Settings, Signer, Verifier, Visitor, scheme};

const NOW: u64 = 1_795_132_800;
const ROUNDS: usize = 1_000_000;
/// In a short run, which only shows that this program works.
const FEW_ROUNDS: usize = 2_000;
/// So many in each class: one digest may be read faster than another, and no secret is in that.
const VISITORS: usize = 256;
/// Slower rounds are the system's doing: the share of them that is left out.
const CROPPED: f64 = 0.05;

struct Sample {
    count: f64,
    mean: f64,
    squares: f64,
}

impl Sample {
    /// Welford's running mean and variance.
    fn of(times: impl Iterator<Item = f64>) -> Self {
        let mut sample = Self { count: 0.0, mean: 0.0, squares: 0.0 };
        for time in times {
            sample.count += 1.0;
            let delta = time - sample.mean;
            sample.mean += delta / sample.count;
            sample.squares += delta * (time - sample.mean);
        }
        sample
    }

    fn error(&self) -> f64 {
        self.squares / (self.count - 1.0) / self.count
    }
}

fn compare(name: &str, verifier: &Verifier, classes: [&[Object]; 2]) {
    let bodies =
        classes.map(|class| class.iter().map(|fields| serde_json::to_vec(fields).unwrap()).collect::<Vec<_>>());
    // All are read from one place, since the address of what is read counts too.
    let mut body = bodies.first().and_then(|class| class.first()).unwrap().clone();
    let mut random = RandomState::new().hash_one(name);
    let rounds = if std::env::args().any(|argument| argument == "--short") { FEW_ROUNDS } else { ROUNDS };
    let mut times: Vec<(usize, f64)> = Vec::with_capacity(rounds);
    for _ in 0..rounds {
        // Knuth's MMIX generator; its high bits are as random as this needs.
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let class = (random >> 63) as usize;
        let visitor = (random >> 40) as usize % VISITORS;
        body.copy_from_slice(bodies.get(class).and_then(|class| class.get(visitor)).unwrap());
        let start = Instant::now();
        let _ = black_box(verifier.verify_json(black_box(&body), NOW));
        times.push((class, start.elapsed().as_nanos() as f64));
    }
    let mut sorted: Vec<f64> = times.iter().map(|&(_, time)| time).collect();
    sorted.sort_by(f64::total_cmp);
    let limit = *sorted.get((rounds as f64 * (1.0 - CROPPED)) as usize).unwrap();
    let of = |wanted| Sample::of(times.iter().filter(|(class, time)| *class == wanted && *time < limit).map(|t| t.1));
    let (first, second) = (of(0), of(1));
    let t = (first.mean - second.mean) / (first.error() + second.error()).sqrt();
    println!("{name:<64}{:>8.1} ns{:>8.1} ns   t = {t:>6.2}", first.mean, second.mean);
}

/// The fields with one digit of the digest replaced.
fn spoilt(fields: &Object, place: usize) -> Object {
    let mut fields = fields.clone();
    let hash = fields.get_mut("user_hash").unwrap();
    let mut digits: Vec<char> = hash.as_str().unwrap().chars().collect();
    let digit = digits.get_mut(place).unwrap();
    *digit = if *digit == '0' { '1' } else { '0' };
    *hash = digits.into_iter().collect::<String>().into();
    fields
}

fn main() {
    let bookbag = scheme("bookbag").unwrap();
    let keys: Vec<String> = (0..16).map(|number| format!("the signing secret of number {number:02}")).collect();
    let signed = |key: usize| -> Vec<Object> {
        let signer = Signer::new(&bookbag, keys.get(key).unwrap(), &Settings::new()).unwrap();
        let sign = |number| signer.sign(&Visitor::new().id(format!("user-{number:04}")), NOW).unwrap().fields().clone();
        (0..VISITORS).map(sign).collect()
    };
    let verifier = Verifier::new(&bookbag, &keys).unwrap();
    let good = signed(0);
    let spoilt_at = |place| good.iter().map(|fields| spoilt(fields, place)).collect::<Vec<_>>();
    compare("a digest that differs in its first digit / in its last", &verifier, [&spoilt_at(0), &spoilt_at(63)]);
    compare("the first of 16 keys matches / the last", &verifier, [&good, &signed(15)]);
    // This one may differ: that none matched is the answer, and an error is made in another way than a visitor.
    compare("the first of 16 keys matches / none", &verifier, [&good, &spoilt_at(63)]);
    compare("twice the same, which shows the noise", &verifier, [&good, &good]);
}
