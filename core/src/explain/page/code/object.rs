//! Objects.

use std::rc::Rc;

use super::{
    super::lexer::Kind,
    reader::Reader,
    value::{Members, Step, Value},
};

impl Reader<'_> {
    /// Reads an object. What is none is read as a block.
    pub fn object(&mut self, depth: usize) -> Value {
        let at = self.at();
        self.next += 1;
        let mut object = Members::default();
        loop {
            let name: Rc<str> = match self.peek() {
                Some(Kind::Sign("}")) => {
                    self.next += 1;
                    let object = Rc::new(object);
                    self.add(at, Step::Object(object.clone()));
                    return Value::Object(object);
                }
                Some(Kind::Sign(",")) => {
                    self.next += 1;
                    continue;
                }
                Some(Kind::Sign("...")) => {
                    self.next += 1;
                    match self.expression(depth) {
                        Value::Object(spread) => {
                            object.members.extend(spread.members.iter().cloned());
                            object.has_more |= spread.has_more;
                        }
                        _ => object.has_more = true,
                    }
                    continue;
                }
                Some(Kind::Sign("[")) => {
                    self.next += 1;
                    self.list("]", depth);
                    object.has_more = true;
                    if self.take_sign(":") {
                        self.expression(depth);
                        continue;
                    }
                    break;
                }
                Some(Kind::Word(name)) => Rc::from(*name),
                Some(Kind::Text(name)) => Rc::from(&**name),
                Some(Kind::Number(name)) => Rc::from(*name),
                _ => break,
            };
            self.next += 1;
            let value = match self.peek() {
                Some(Kind::Sign(":")) => {
                    self.next += 1;
                    self.expression(depth)
                }
                Some(Kind::Sign("," | "}")) => Value::Name(name.clone()),
                Some(Kind::Sign("(")) => {
                    self.function(depth);
                    Value::Other(None)
                }
                _ => break,
            };
            if !matches!(self.peek(), Some(Kind::Sign("," | "}"))) {
                break;
            }
            let value = self.resolved_inside(value);
            object.members.push((name, value));
        }
        self.close("}", depth);
        Value::Other(None)
    }
}
