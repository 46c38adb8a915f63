/** A function of objects that never change: what it has given for one is kept as long as the object is. */
export function remembered<Subject extends object, Answer extends object | string | number | boolean>(
  answer: (subject: Subject) => Answer,
): (subject: Subject) => Answer {
  const known = new WeakMap<Subject, Answer>();
  return (subject) => {
    const before = known.get(subject);
    if (before !== undefined) return before;
    const given = answer(subject);
    known.set(subject, given);
    return given;
  };
}
