// Checked by tsc: what the frame makes impossible to leave out.
import { describe, expectTypeOf, it } from 'vitest'
import type { z } from 'zod'
import type { command, operation, query } from './command.ts'

type Write = Parameters<typeof command<z.ZodObject, string>>[0]
type Returned = Awaited<ReturnType<Write['run']>>
type Network = Parameters<typeof operation<z.ZodObject, string>>[0]
type Read = Parameters<typeof query<z.ZodObject, string>>[0]

describe('a write that does not compile', () => {
  it('is one without its event, or with an event about nothing', () => {
    expectTypeOf<{ value: string; event: { subject: string } }>().toExtend<Returned>()
    expectTypeOf<{ value: string }>().not.toExtend<Returned>()
    expectTypeOf<{ value: string; event: undefined }>().not.toExtend<Returned>()
    expectTypeOf<{ value: string; event: { after: string } }>().not.toExtend<Returned>()
  })

  it('is one without its permission, its name, the shape of its input, or what a refusal is filed under', () => {
    expectTypeOf<Write>().toExtend<Write>()
    expectTypeOf<Omit<Write, 'permission'>>().not.toExtend<Write>()
    expectTypeOf<Omit<Write, 'name'>>().not.toExtend<Write>()
    expectTypeOf<Omit<Write, 'input'>>().not.toExtend<Write>()
    expectTypeOf<Omit<Write, 'about'>>().not.toExtend<Write>()
    expectTypeOf<Omit<Network, 'permission'>>().not.toExtend<Network>()
    expectTypeOf<Omit<Network, 'about'>>().not.toExtend<Network>()
    expectTypeOf<Omit<Read, 'permission'>>().not.toExtend<Read>()
  })

  it('is one under a name that the audit does not know', () => {
    expectTypeOf<Omit<Write, 'name'> & { name: 'something.else' }>().not.toExtend<Write>()
    expectTypeOf<Omit<Write, 'permission'> & { permission: 'something:else' }>().not.toExtend<Write>()
  })
})
