import { AppError } from '../../lib/errors'
import type { CardProblem } from './rate-card-file'

/** The first line that is wrong is named; all of them are in the details. */
export const badCard = (problems: CardProblem[]) => {
  const [first] = problems
  const { line = 1, problem = 'no_header', value = '' } = first ?? {}
  return new AppError(
    `rate_card.${problem}`,
    422,
    { line, value },
    { problems: problems.slice(0, 100) },
  )
}

export const cardDateTaken = (currency: string, effective: string) =>
  new AppError('rate_card.date_taken', 409, { currency, effective })

export const cardDateWrong = (effective: string) =>
  new AppError('rate_card.date_wrong', 422, { effective })

export const nothingToReplay = (day: string) =>
  new AppError('usage.nothing_to_replay', 404, { day })

export const cannotStopIn = (currency: string, known: string) =>
  new AppError('budget.cannot_stop', 422, { currency, known })
