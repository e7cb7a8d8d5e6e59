//! The products that have no scheme, each with the reason. The catalogue in docs/vendors lists them too.

const LIST: &str = include_str!("../left_out.json");

/// A product without a scheme.
struct Product {
    vendor: String,
    product: String,
    reason: String,
}

impl Product {
    /// What people read.
    fn sentence(&self) -> String {
        format!("There is no scheme for {}, {}. {}", self.vendor, self.product, self.reason)
    }
}

fn all() -> Vec<Product> {
    let all: Vec<[String; 3]> = serde_json::from_str(LIST).unwrap_or_default();
    all.into_iter().map(|[vendor, product, reason]| Product { vendor, product, reason }).collect()
}

/// Sentences about the products in whose names each of these folded words stands, and one of them in the vendor's.
pub fn search(words: &[String]) -> Vec<String> {
    let is_found = |one: &Product| {
        let (vendor, product) = (folded(&one.vendor), folded(&one.product));
        words.iter().all(|word| vendor.contains(word) || product.contains(word))
            && words.iter().any(|word| vendor.contains(word))
    };
    all().iter().filter(|one| is_found(one)).map(Product::sentence).collect()
}

/// Sentences about the products that somebody may mean by the name of a scheme: `gainsight` and `gainsight_px` are Gainsight's PX.
pub fn named(scheme: &str) -> Vec<String> {
    let name = folded(scheme);
    let is_meant =
        |one: &Product| name.strip_prefix(&folded(&one.vendor)).is_some_and(|rest| folded(&one.product).contains(rest));
    all().iter().filter(|one| is_meant(one)).map(Product::sentence).collect()
}

/// A text as the search compares it: "Help Scout", "help-scout" and "HelpScout" are the same.
pub fn folded(text: &str) -> String {
    text.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_read_whole() {
        assert_eq!(all().len(), LIST.lines().filter(|line| line.trim_start().starts_with("[\"")).count());
        assert!(all().len() > 40);
    }
}
