// A spec as Thanos gets it: $(NAME) in arguments replaced by what the container sets NAME to. Only for judging; what is written stays.
import { expandLiterals } from './pod.ts'
import { remembered } from './remember.ts'
import type { StackSpec, Workload } from './spec.ts'
import type { Arg } from './spec-schema.ts'

/** The spec with the values filled in that stand in the container itself; the same one where there are none. */
export const withVariables: (spec: StackSpec) => StackSpec = remembered((spec) => {
  const objects = spec.objects.map((object) => (object.type === 'workload' ? expanded(object) : object))
  return objects.every((object, index) => object === spec.objects[index]) ? spec : { ...spec, objects }
})

const expanded = remembered((workload: Workload): Workload => {
  const args = workload.args.map((arg) => filled(workload, arg))
  return args.every((arg, index) => arg === workload.args[index]) ? workload : { ...workload, args }
})

/** A whole argument that a variable stands for is left: what it brings may be more than one thing to a reader. */
function filled(workload: Workload, arg: Arg): Arg {
  if (arg.style !== 'equals' && arg.style !== 'space') return arg
  const value = expandLiterals(workload, arg.value)
  return value === arg.value ? arg : { ...arg, value }
}
