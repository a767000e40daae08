//! A record by columns: the same JSON, packed to half the size.
//!
//! The record of a story is long lists of small objects with the same keys. Written one column after
//! the other, with numbers as steps from one to the next, equal and close values stand side by side
//! where packing finds them. A column of `n` values is one of:
//!
//! | written | means |
//! | --- | --- |
//! | `{"=": v}` | `n` times `v` |
//! | `{"+": [a, b, …]}` | whole numbers: the first, then each less the one before |
//! | `{"k": {key: column, …}}` | objects, a column for each key |
//! | `{"n": [a, b, …], "of": column}` | lists of such lengths, their values one after the other |
//! | `{"?": "1101…", "of": column}` | values where a `1` stands, `null` where a `0` |
//! | `{"-": "1101…", "of": column}` | under a key: values where a `1` stands; elsewhere the key is absent |
//! | `{"~": column}` | under `end`: the same less `start` |
//! | `{"v": [v, w, …]}` | any values |

use serde_json::{Map, Value};

/// No column of a record is longer: what claims to be is damaged.
const MOST: usize = 1 << 22;

/// A record by columns.
pub(crate) fn by_columns(record: Value) -> Value {
    column(vec![record])
}

/// The record of what [`by_columns`] gives; `None` where it is damaged.
pub(crate) fn by_rows(columns: Value) -> Option<Value> {
    values(columns, 1)?.pop()
}

fn column(values: Vec<Value>) -> Value {
    if let Some(first) = values.first()
        && (values.len() > 1 || !(first.is_object() || first.is_array()))
        && values.iter().skip(1).all(|value| value == first)
    {
        return object([("=", first.clone())]);
    }
    if values.iter().all(Value::is_i64) {
        return object([("+", steps(values.iter().filter_map(Value::as_i64)).into())]);
    }
    if values.iter().all(Value::is_object) {
        return object([("k", keys(values).into())]);
    }
    if values.iter().all(Value::is_array) {
        let lists: Vec<Vec<Value>> = values.into_iter().filter_map(list).collect();
        let lengths: Vec<usize> = lists.iter().map(Vec::len).collect();
        let of = column(lists.into_iter().flatten().collect());
        return object([("n", lengths.into()), ("of", of)]);
    }
    if values.iter().any(Value::is_null) {
        let there = marks(values.iter().map(|value| !value.is_null()));
        let of = values.into_iter().filter(|value| !value.is_null()).collect();
        return object([("?", there.into()), ("of", column(of))]);
    }
    object([("v", values.into())])
}

/// An object of a few keys; `json!` would copy all that is in it.
fn object<const N: usize>(entries: [(&str, Value); N]) -> Value {
    entries.into_iter().collect()
}

fn list(value: Value) -> Option<Vec<Value>> {
    match value {
        Value::Array(values) => Some(values),
        _ => None,
    }
}

/// A key of some objects, which of them have it, and its values.
type Key = (String, Vec<bool>, Vec<Value>);

/// A column for each key of some objects.
fn keys(objects: Vec<Value>) -> Map<String, Value> {
    let n = objects.len();
    let mut keys: Vec<Key> = Vec::new();
    for (at, object) in objects.into_iter().enumerate() {
        let Value::Object(object) = object else { continue };
        // An object gives its keys in order, and most objects have the same: the next key is the next here.
        let mut place = 0;
        for (name, value) in object {
            if keys.get(place).is_none_or(|(key, ..)| *key != name) {
                place += keys.iter().skip(place).take_while(|(key, ..)| *key < name).count();
                if keys.get(place).is_none_or(|(key, ..)| *key != name) {
                    keys.insert(place, (name, Vec::with_capacity(n), Vec::with_capacity(n - at)));
                }
            }
            if let Some((_, there, values)) = keys.get_mut(place) {
                there.resize(at, false);
                there.push(true);
                values.push(value);
            }
            place += 1;
        }
    }
    // Where an object lacks its start, its end cannot be told by it.
    let of = |name| keys.iter().find(|(key, ..)| key == name).map(|(.., values)| values);
    let starts = of("start").filter(|starts| starts.len() == n);
    let mut lengths = starts.zip(of("end")).and_then(|(starts, ends)| less(ends, starts));
    let column = |(name, mut there, values): Key| {
        if name == "end"
            && let Some(lengths) = lengths.take()
        {
            return (name, object([("~", column(lengths))]));
        }
        there.resize(n, false);
        let of = column(values);
        let all = there.iter().all(|there| *there);
        (name, if all { of } else { object([("-", marks(there.into_iter()).into()), ("of", of)]) })
    };
    keys.into_iter().map(column).collect()
}

/// What the ends are beyond the starts; `None` unless all are numbers, one for each.
fn less(ends: &[Value], starts: &[Value]) -> Option<Vec<Value>> {
    let both = ends.iter().zip(starts);
    let length = |(end, start): (&Value, &Value)| {
        Some(Value::from(end.as_i64()?.checked_sub(start.as_i64()?)?))
    };
    if ends.len() == starts.len() { both.map(length).collect() } else { None }
}

fn steps(numbers: impl Iterator<Item = i64>) -> Vec<i64> {
    let mut before = 0_i64;
    numbers.map(|number| number.wrapping_sub(std::mem::replace(&mut before, number))).collect()
}

fn marks(there: impl Iterator<Item = bool>) -> String {
    there.map(|there| if there { '1' } else { '0' }).collect()
}

/// The `n` values of a column.
fn values(column: Value, n: usize) -> Option<Vec<Value>> {
    if n > MOST {
        return None;
    }
    let Value::Object(mut column) = column else { return None };
    let found = if let Some(value) = column.remove("=") {
        vec![value; n]
    } else if let Some(steps) = column.remove("+") {
        let mut at = 0_i64;
        let number = |step: &Value| {
            at = at.wrapping_add(step.as_i64()?);
            Some(Value::from(at))
        };
        steps.as_array()?.iter().map(number).collect::<Option<_>>()?
    } else if let Some(Value::Object(keys)) = column.remove("k") {
        objects(keys, n)?
    } else if let Some(lengths) = column.remove("n") {
        let length = |value: &Value| usize::try_from(value.as_u64()?).ok();
        let lengths: Vec<usize> = lengths.as_array()?.iter().map(length).collect::<Option<_>>()?;
        let n_all = lengths.iter().try_fold(0_usize, |sum, length| sum.checked_add(*length))?;
        let mut all = values(column.remove("of")?, n_all)?.into_iter();
        lengths.into_iter().map(|length| all.by_ref().take(length).collect()).collect()
    } else if let Some(there) = column.remove("?") {
        let there = there.as_str()?.as_bytes();
        let mut of = values(column.remove("of")?, ones(there))?.into_iter();
        let value = |mark: &u8| if *mark == b'1' { of.next() } else { Some(Value::Null) };
        there.iter().map(value).collect::<Option<_>>()?
    } else {
        list(column.remove("v")?)?
    };
    (found.len() == n).then_some(found)
}

fn ones(there: &[u8]) -> usize {
    there.iter().filter(|mark| **mark == b'1').count()
}

fn objects(mut keys: Map<String, Value>, n: usize) -> Option<Vec<Value>> {
    let lengths = match keys.get_mut("end").and_then(|end| end.get_mut("~")) {
        Some(lengths) => Some(values(lengths.take(), n)?),
        None => None,
    };
    if lengths.is_some() {
        keys.remove("end");
    }
    let mut columns = Vec::with_capacity(keys.len());
    for (key, mut column) in keys {
        let there = column.get("-").and_then(Value::as_str).map(|there| there.as_bytes().to_vec());
        let n_values = there.as_deref().map_or(n, ones);
        let of = if there.is_some() { column.get_mut("of")?.take() } else { column };
        columns.push((key, there, values(of, n_values)?.into_iter()));
    }
    // Row by row, so that each is put together at once.
    let row = |at: usize| -> Option<Map<String, Value>> {
        let cells = columns.iter_mut().filter(|(_, there, _)| {
            there.as_ref().is_none_or(|there| there.get(at) == Some(&b'1'))
        });
        cells.map(|(key, _, of)| Some((key.clone(), of.next()?))).collect()
    };
    let mut rows: Vec<_> = (0..n).map(row).collect::<Option<_>>()?;
    for (row, length) in rows.iter_mut().zip(lengths.into_iter().flatten()) {
        let end = row.get("start")?.as_i64()?.checked_add(length.as_i64()?)?;
        row.insert("end".to_owned(), Value::from(end));
    }
    Some(rows.into_iter().map(Value::Object).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn record() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            (0_i64..9).prop_map(Value::from),
            (-9.0..9.0_f64).prop_map(Value::from),
            "[a-c]{0,2}".prop_map(Value::from),
        ];
        let key = prop_oneof!["start", "end", "[=+kn?~v-]", "[a-c]"];
        leaf.prop_recursive(5, 60, 6, move |inner| {
            let object = proptest::collection::btree_map(key.clone(), inner.clone(), 0..5);
            prop_oneof![
                proptest::collection::vec(inner, 0..6).prop_map(Value::from),
                object.prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        /// Columns give back every record.
        #[test]
        fn nothing_is_lost(record in record()) {
            let columns = by_columns(record.clone()).to_string();
            prop_assert_eq!(by_rows(serde_json::from_str(&columns).unwrap()), Some(record));
        }

        /// What is no record by columns is refused, never a panic.
        #[test]
        fn damage_is_refused(any in record()) {
            drop(by_rows(any.clone()));
            drop(by_rows(json!({ "k": { "end": { "~": any.clone() }, "start": any } })));
        }
    }

    #[test]
    fn an_end_without_its_start_is_kept() {
        let record = json!([{ "start": 1, "a": 0 }, { "end": 9 }, { "start": 3, "end": 4 }]);
        assert_eq!(by_rows(by_columns(record.clone())), Some(record));
        let record = json!([{ "start": 1 }, { "end": 9 }]);
        assert_eq!(by_rows(by_columns(record.clone())), Some(record));
    }

    #[test]
    fn equal_and_close_values_stand_together() {
        let record = json!([{ "start": 10, "end": 14, "kind": "a" }, { "start": 20, "end": 21, "kind": "a" }]);
        let columns = json!({ "n": [2], "of": { "k": {
            "end": { "~": { "+": [4, -3] } },
            "kind": { "=": "a" },
            "start": { "+": [10, 10] },
        } } });
        assert_eq!(by_columns(record), columns);
    }
}
