/** Which parts of a value are not charged to it, because earlier values hold them too. */
export interface SharedParts {
  /** Whether this part of the value being sized belongs to others. Called once for each part up to depth 2. */
  isShared(part: object): boolean;
}
