/** What is different in B, before it is put into words. */

/** How much of its grace period a Pod took. */
export interface Grace {
  usedMs: number;
  ofMs: number;
}

/** Only what differs is there; `byMs`: how much later it is in B. */
export interface DifferenceParts {
  ready?: { what: 'only A' } | { what: 'only B'; afterMs: number } | { what: 'both'; byMs: number };
  restarts?: { a: number; b: number };
  outage?: { a: number; b: number };
  detection?: { byMs: number };
  grace?: { what: 'within' | 'used up' | 'other'; a: Grace; b: Grace };
}
