/** `s5` (deepest) … `s1`: the ramp of the accent; `sx` failure; `away` not known yet; `s0` waiting. */
export type Shade = 'away' | 's0' | 's1' | 's2' | 's3' | 's4' | 's5' | 'sx'

export type Band = { key: string; value: number; shade: Shade }
