import * as v from 'valibot'
import { type Filter, Rule } from '../../../worker/contract/segments'

/** The rows that say all they must: what is still being typed counts for nobody. */
export function wholeRows({ join, rules }: Filter): Filter {
  const whole = rules.flatMap((rule): Filter['rules'] => {
    if (!('rules' in rule)) return isWhole(rule) ? [rule] : []
    const inner = rule.rules.filter(isWhole)
    return inner.length > 0 ? [{ join: rule.join, rules: inner }] : []
  })
  return { join, rules: whole }
}

const isWhole = (rule: Rule) => v.safeParse(Rule, rule).success
