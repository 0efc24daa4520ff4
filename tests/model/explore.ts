import { consumerSteps } from './consumer'
import { Graph } from './graph'
import { brokenIn, isEnd } from './invariants'
import { keyOf } from './key'
import { outsideSteps } from './outside'
import { initialState, type State } from './state'
import { INVARIANTS, type Invariant, type Step, type World } from './world'

/** Everything that can happen next. */
export function stepsOf(world: World, state: State): Step[] {
  const steps: Step[] = []
  const add = (
    name: string,
    to: State,
    { isProgress = false, breaks = null }: { isProgress?: boolean; breaks?: Invariant | null } = {},
  ) => steps.push({ name, to, isProgress, breaks })
  for (const index of state.consumers.keys()) consumerSteps(world, state, index, add)
  outsideSteps(world, state, add)
  return steps
}

export type Explored = {
  states: number
  steps: number
  /** Names of all that happened. */
  happened: Set<string>
  /** The first invariant found broken, and the shortest way there. */
  broken: { invariant: Invariant; trace: string[] } | null
}

const firstState = (world: World): State => initialState(world.rowsPerChunk, world, world.consumers)

/**
 * Breadth first through every state there is, until something that is watched breaks: the way there is
 * then as short as can be. And from every state an end must be within reach by progress alone (I2).
 */
export function explore(world: World, watched: readonly Invariant[] = INVARIANTS): Explored {
  const graph = new Graph()
  const happened = new Set<string>()
  let steps = 0
  const found = (invariant: Invariant | null, trace: string[] = []): Explored => {
    const broken = invariant ? { invariant, trace } : null
    return { states: graph.size, steps, happened, broken }
  }

  const first = firstState(world)
  let layer = [{ state: first, ...graph.meet(keyOf(first), 0, 0) }]
  while (layer.length > 0) {
    const next: typeof layer = []
    for (const { state, number } of layer) {
      if (isEnd(state)) graph.addEnd(number)
      for (const [place, { name, to, isProgress, breaks }] of stepsOf(world, state).entries()) {
        steps++
        happened.add(name)
        const target = graph.meet(keyOf(to), number, place)
        if (isProgress) graph.addProgress(number, target.number)
        if (target.isNew) next.push({ state: to, ...target })
        const broken = breaks ?? (target.isNew ? brokenIn(world, to, watched) : null)
        if (broken && watched.includes(broken)) {
          return found(broken, traceOf(world, [...graph.wayTo(number), place]))
        }
      }
    }
    layer = next
  }

  const stuck = watched.includes('I2') ? graph.firstStuck() : null
  if (stuck === null) return found(null)
  return found('I2', [...traceOf(world, graph.wayTo(stuck)), 'and nothing brings it to an end'])
}

/** The names of steps, walked once more. */
function traceOf(world: World, way: number[]): string[] {
  let state = firstState(world)
  return way.map((place) => {
    const step = stepsOf(world, state)[place]
    if (!step) throw new Error('the way does not exist')
    state = step.to
    return step.name
  })
}
