import { describe, expect, test } from 'vitest'
import { Household } from './household.mjs'

const never = new Promise<number>(() => undefined)

describe('Household', () => {
  test('stops what was begun in reverse order, each once, and passes the exit code on', async () => {
    const household = new Household()
    const stopped: string[] = []
    for (const name of ['database', 'sandbox', 'server']) household.add(() => { stopped.push(name) })
    expect(await household.until(Promise.resolve(7))).toBe(7)
    await household.stop()
    expect(stopped).toEqual(['server', 'sandbox', 'database'])
  })
  test('stops the others when one does not stop', async () => {
    const household = new Household()
    let isStopped = false
    household.add(() => { isStopped = true })
    household.add(() => { throw new Error('stuck, as this test wants') })
    await household.until(Promise.resolve(0))
    expect(isStopped).toBe(true)
  })
  test('stops at once what is begun while it stops', async () => {
    const household = new Household()
    let isStopped = false
    household.add(async () => { household.add(() => { isStopped = true }) })
    await household.until(Promise.resolve(0))
    expect(isStopped).toBe(true)
  })
  test('ends with 0 when it is asked to stop, and keeps quiet about work that failed because of it', async () => {
    const household = new Household()
    let fail = (_error: Error): void => undefined
    const work = new Promise<number>((_resolve, reject) => { fail = reject })
    household.add(() => fail(new Error('stopped')))
    const ending = household.until(Promise.race([work, never]))
    process.emit('SIGHUP')
    expect(await ending).toBe(0)
  })
  test('passes a failure on', async () => {
    await expect(new Household().until(Promise.reject(new Error('the build failed')))).rejects.toThrow('the build failed')
  })
})
