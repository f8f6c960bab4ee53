/** Which lines of a text were touched by the edits since a moment, in the numbers that they had then; and how many there are more of now. */
export class TouchedLines {
  #from = Infinity;
  #to = -Infinity;
  #more = 0;

  /** What lies before this line is as it was. */
  get from(): number {
    return this.#from;
  }

  /** What lies behind this line is as it was, but `more` lines further down. */
  get to(): number {
    return this.#to;
  }

  get more(): number {
    return this.#more;
  }

  /** Takes an edit of the text as it is now, in which it touches the lines from `first` to `last` and adds `more` to them. */
  add(first: number, last: number, more: number): void {
    const isNone = this.#to === -Infinity;
    const end = this.#to + this.#more;
    const from = isNone || first < this.#from ? first : this.#from;
    const to = isNone ? last : last > end ? last - this.#more : this.#to;
    this.#from = from;
    this.#to = to;
    this.#more += more;
  }

  /** Takes a text that is another one. */
  addAll(): void {
    this.#from = 0;
    this.#to = Infinity;
    this.#more = 0;
  }

  /** From now on. */
  clear(): void {
    this.#from = Infinity;
    this.#to = -Infinity;
    this.#more = 0;
  }
}
