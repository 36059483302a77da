/**
 * Who is to make the value of a key: this process (`own`), everybody for himself (`free`), or another process, which holds its claim
 * for so many milliseconds unless it renews it.
 */
export type ClaimAnswer = 'own' | 'free' | { readonly heldForMs: number };

/** Has the values that many processes share be made by one of them at a time. */
export interface LoadClaims<K> {
  /** Claims the making of a value; a claim lasts until it is ended, or the value is written. */
  claim(key: K): Promise<ClaimAnswer>;
  /** Ends a claim, if it has not; where the value was made and is not shared, others need not wait for one another. */
  end(key: K, isUnshared: boolean): Promise<void>;
}

/** Where every process makes its values for itself. */
export const NO_CLAIMS: LoadClaims<any> = Object.freeze({
  claim: async () => 'free' as const,
  end: async () => {},
});
