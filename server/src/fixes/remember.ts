/**
 * A question that is answered once for each thing that it is asked of: a scene is looked at by every fix that may be made in it, and several times
 * by each.
 */
export function remembering<Asked extends object, Answer>(answer: (asked: Asked) => Answer): (asked: Asked) => Answer {
  const known = new WeakMap<Asked, { readonly answer: Answer }>();
  return (asked) => {
    const there = known.get(asked);
    if (there) return there.answer;
    const made = answer(asked);
    known.set(asked, { answer: made });
    return made;
  };
}
