//! Objects that Java knows by numbers.
//!
//! A number names its table, a place in it, and how many objects stood in that place before. So a number that was freed
//! never becomes another object's, and a made-up number finds nothing. A pointer could promise neither.

use std::sync::{Arc, PoisonError, RwLock};

/// The bits of a number: the table's, then the generation's, then the place's. A number is never negative and never 0.
const PLACE_BITS: u32 = 28;
const GENERATION_BITS: u32 = 28;
const LAST_PLACE: usize = (1 << PLACE_BITS) - 1;
const LAST_GENERATION: u32 = (1 << GENERATION_BITS) - 1;

/// Objects of one type.
pub struct Table<T> {
    tag: u8,
    places: RwLock<Places<T>>,
}

struct Places<T> {
    all: Vec<Place<T>>,
    free: Vec<usize>,
}

struct Place<T> {
    generation: u32,
    object: Option<Arc<T>>,
}

impl<T> Table<T> {
    /// `tag` is 1 to 127. Each table has its own.
    pub const fn new(tag: u8) -> Self {
        Self { tag, places: RwLock::new(Places { all: Vec::new(), free: Vec::new() }) }
    }

    /// Keeps an object and gives its number. None if the table is full.
    pub fn put(&self, object: T) -> Option<i64> {
        let object = Some(Arc::new(object));
        // A panic of another thread leaves the table whole: every change below is one assignment.
        let mut places = self.places.write().unwrap_or_else(PoisonError::into_inner);
        let index = places.free.pop().unwrap_or(places.all.len());
        let generation = match places.all.get_mut(index) {
            Some(place) => {
                place.object = object;
                place.generation
            }
            None if index > LAST_PLACE => return None,
            None => {
                places.all.push(Place { generation: 0, object });
                0
            }
        };
        Some(self.number(index, generation))
    }

    /// The object with this number. It stays alive while the caller has it, also if another thread frees the number.
    pub fn get(&self, number: i64) -> Option<Arc<T>> {
        let (index, generation) = self.split(number)?;
        let places = self.places.read().unwrap_or_else(PoisonError::into_inner);
        let place = places.all.get(index).filter(|place| place.generation == generation)?;
        place.object.clone()
    }

    /// Frees a number, or does nothing if it is free already.
    pub fn free(&self, number: i64) {
        let Some((index, generation)) = self.split(number) else { return };
        let mut places = self.places.write().unwrap_or_else(PoisonError::into_inner);
        let Some(place) = places.all.get_mut(index).filter(|place| place.generation == generation) else { return };
        let Some(object) = place.object.take() else { return };
        // A place whose generations are used up is never used again.
        if generation < LAST_GENERATION {
            place.generation += 1;
            places.free.push(index);
        }
        // Other threads need not wait until the object is dropped.
        drop(places);
        drop(object);
    }

    /// How many objects the table has.
    pub fn count(&self) -> usize {
        let places = self.places.read().unwrap_or_else(PoisonError::into_inner);
        places.all.iter().filter(|place| place.object.is_some()).count()
    }

    /// Whether a number has this table's tag.
    pub fn has(&self, number: i64) -> bool {
        self.split(number).is_some()
    }

    fn number(&self, index: usize, generation: u32) -> i64 {
        i64::from(self.tag) << (GENERATION_BITS + PLACE_BITS) | i64::from(generation) << PLACE_BITS | index as i64
    }

    fn split(&self, number: i64) -> Option<(usize, u32)> {
        let tag = number >> (GENERATION_BITS + PLACE_BITS);
        let generation = (number >> PLACE_BITS) & i64::from(LAST_GENERATION);
        (tag == i64::from(self.tag)).then_some((number as usize & LAST_PLACE, generation as u32))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{collections::HashSet, thread};

    #[test]
    fn a_number_finds_its_object_until_it_is_freed() {
        let table = Table::new(1);
        let (first, second) = (table.put("first").unwrap(), table.put("second").unwrap());
        assert_eq!((*table.get(first).unwrap(), *table.get(second).unwrap()), ("first", "second"));
        table.free(first);
        assert!(table.get(first).is_none());
        assert_eq!((*table.get(second).unwrap(), table.count()), ("second", 1));
    }

    #[test]
    fn a_freed_number_is_never_another_object() {
        let table = Table::new(1);
        let mut given = HashSet::new();
        for turn in 0..1000 {
            let number = table.put(turn).unwrap();
            assert!(given.insert(number), "{number} was given twice");
            table.free(number);
            table.free(number);
            assert!(given.iter().all(|number| table.get(*number).is_none()));
        }
        assert_eq!(table.places.read().unwrap().all.len(), 1, "the place is used again");
    }

    #[test]
    fn a_second_free_does_not_free_the_next_object_of_the_place() {
        let table = Table::new(1);
        let former = table.put("former").unwrap();
        table.free(former);
        let next = table.put("next").unwrap();
        table.free(former);
        assert_eq!(table.get(next).as_deref(), Some(&"next"));
    }

    #[test]
    fn a_place_whose_generations_are_used_up_is_left() {
        let table = Table::new(1);
        let number = table.put(()).unwrap();
        table.places.write().unwrap().all[0].generation = LAST_GENERATION;
        let last = table.number(0, LAST_GENERATION);
        assert!(table.get(number).is_none() && table.get(last).is_some());
        table.free(last);
        let next = table.put(()).unwrap();
        assert_eq!(table.split(next), Some((1, 0)));
        assert!(table.get(last).is_none() && table.get(number).is_none());
    }

    #[test]
    fn numbers_of_another_table_and_made_up_numbers_find_nothing() {
        let (one, other) = (Table::new(1), Table::new(2));
        let number = one.put(7).unwrap();
        other.put(8).unwrap();
        for wrong in [0, 1, -1, i64::MIN, i64::MAX, number + 1, number + (1 << PLACE_BITS), -number] {
            assert!(one.get(wrong).is_none(), "{wrong}");
            one.free(wrong);
        }
        assert!(other.get(number).is_none() && !other.has(number) && one.has(number));
        other.free(number);
        assert_eq!(one.get(number).as_deref(), Some(&7));
    }

    #[test]
    fn numbers_are_positive() {
        for tag in [1, 127] {
            let table = Table::<()>::new(tag);
            for (index, generation) in [(0, 0), (LAST_PLACE, LAST_GENERATION)] {
                let number = table.number(index, generation);
                assert!(number > 0);
                assert_eq!(table.split(number), Some((index, generation)));
            }
        }
    }

    #[test]
    fn an_object_stays_alive_while_a_thread_uses_it() {
        struct Dropped<'a>(&'a std::sync::atomic::AtomicBool);
        impl Drop for Dropped<'_> {
            fn drop(&mut self) {
                self.0.store(true, std::sync::atomic::Ordering::SeqCst);
            }
        }
        let dropped = std::sync::atomic::AtomicBool::new(false);
        let table = Table::new(1);
        let number = table.put(Dropped(&dropped)).unwrap();
        let used = table.get(number);
        table.free(number);
        assert!(!dropped.load(std::sync::atomic::Ordering::SeqCst));
        drop(used);
        assert!(dropped.load(std::sync::atomic::Ordering::SeqCst));
    }

    #[test]
    fn threads_find_their_own_objects_only() {
        let table = Table::new(1);
        thread::scope(|scope| {
            for thread in 0..8 {
                let table = &table;
                scope.spawn(move || {
                    for turn in 0..2000 {
                        let number = table.put((thread, turn)).unwrap();
                        assert_eq!(table.get(number).as_deref(), Some(&(thread, turn)));
                        table.free(number);
                        assert!(table.get(number).is_none());
                    }
                });
            }
        });
        assert_eq!(table.count(), 0);
        assert!(table.places.read().unwrap().all.len() <= 8);
    }
}
