//! The objects that Java has numbers of.

use std::sync::Arc;

use jni::{
    EnvUnowned, jni_mangle,
    objects::JClass,
    sys::{jint, jlong},
};
use visitorseal::{Contact, Page, Scheme, Signer, Verifier};

use crate::{
    answer::guarded,
    error::{Fault, Result},
    table::Table,
};

/// A type that Java has numbers of.
pub trait Object: Sized + 'static {
    /// What an error calls it: the class that people know.
    const NAME: &'static str;
    const TABLE: &'static Table<Self>;

    /// Keeps the object for Java.
    fn put(self) -> Result<jlong> {
        Self::TABLE.put(self).ok_or(Fault::Full)
    }

    /// The object with this number.
    fn get(number: jlong) -> Result<Arc<Self>> {
        Self::TABLE.get(number).ok_or(Fault::Closed(Self::NAME))
    }
}

macro_rules! objects {
    ($($tag:literal $type:ident $table:ident;)+) => {
        $(
            static $table: Table<$type> = Table::new($tag);

            impl Object for $type {
                const NAME: &'static str = stringify!($type);
                const TABLE: &'static Table<Self> = &$table;
            }
        )+

        /// Frees a number of any table. A number that is free already, or that nobody gave, is no error.
        #[jni_mangle("visitorseal.server.internal.Native")]
        pub fn free<'local>(env: EnvUnowned<'local>, _: JClass<'local>, number: jlong) {
            guarded(env, |_| {
                $(if $table.has(number) { $table.free(number) })+
                Ok(())
            });
        }

        /// How many objects are kept, for tests.
        #[jni_mangle("visitorseal.server.internal.Native")]
        pub fn count<'local>(env: EnvUnowned<'local>, _: JClass<'local>) -> jint {
            guarded(env, |_| Ok(0 $(+ $table.count())+)).map_or(-1, |count| count as jint)
        }
    };
}

objects! {
    1 Scheme SCHEMES;
    2 Page PAGES;
    3 Signer SIGNERS;
    4 Verifier VERIFIERS;
    5 Contact CONTACTS;
}
