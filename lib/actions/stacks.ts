'use server'
// The door for changes about stacks.
import { routes } from '../routes.ts'
import { create } from '../services/stacks/create.ts'
import { serverAction } from './define.ts'

export const createStack = serverAction(create, { revalidate: () => [routes.home()] })
