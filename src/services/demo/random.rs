//! Chance that falls the same way every time: the same parts give the same numbers on every machine
//! and with every release of every crate, which no generator of `rand` promises.

/// SplitMix64 (Steele, Lea and Flood 2014), begun from a name.
#[derive(Clone, Debug)]
pub(super) struct Random(u64);

impl Random {
    /// The numbers that belong to `parts`, such as an account and a month.
    pub(super) fn of(parts: &[&str]) -> Random {
        // FNV-1a, with an end after each part so that "ab", "c" is not "a", "bc".
        let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
        for byte in parts.iter().flat_map(|part| part.bytes().chain([0])) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        Random(hash)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From `least` to `most`, both included.
    pub(super) fn between(&mut self, least: u32, most: u32) -> u32 {
        let width = u64::from(most - least) + 1;
        least + (self.next() % width) as u32
    }

    /// True in `percent` of a hundred cases.
    pub(super) fn chance(&mut self, percent: u32) -> bool {
        self.between(1, 100) <= percent
    }

    /// One of `things`.
    pub(super) fn pick<'a, T>(&mut self, things: &'a [T]) -> &'a T {
        &things[self.between(0, things.len() as u32 - 1) as usize]
    }

    /// A place in `weights`, the more often the heavier it is.
    pub(super) fn weighted(&mut self, weights: &[u32]) -> usize {
        let mut left = self.between(1, weights.iter().sum());
        for (place, weight) in weights.iter().enumerate() {
            if left <= *weight {
                return place;
            }
            left -= weight;
        }
        weights.len() - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_parts_give_the_same_numbers() {
        let numbers = |parts: &[&str]| {
            let mut random = Random::of(parts);
            [random.between(0, 999), random.between(0, 999), random.between(0, 999)]
        };
        assert_eq!(numbers(&["204117", "2026-11"]), numbers(&["204117", "2026-11"]));
        assert_ne!(numbers(&["ab", "c"]), numbers(&["a", "bc"]));
    }

    #[test]
    fn weights_are_kept_to() {
        let mut random = Random::of(&["weights"]);
        let mut hits = [0; 3];
        (0..1_000).for_each(|_| hits[random.weighted(&[70, 0, 30])] += 1);
        assert!(hits[1] == 0 && (650..750).contains(&hits[0]), "{hits:?}");
    }
}
