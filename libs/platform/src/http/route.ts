import { applyDecorators, HttpCode, RequestMapping, RequestMethod, SetMetadata, UseGuards } from '@nestjs/common';
import type { ProblemCode } from '@parley/settings';
import type { z } from 'zod';
import { WriteTokenGuard } from './write-token-guard.js';

export interface RouteAnswer {
  readonly description: string;
  readonly schema?: z.ZodType;
  /** `application/json` unless told. */
  readonly mediaType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One route as a client sees it; the handler, its validation and the OpenAPI document all come from this. */
export interface RouteContract {
  /** Operation id. */
  readonly id: string;
  readonly method: 'get' | 'post';
  /** With parameters in braces: `/v1/dossiers/{dossier}`. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly headers?: z.ZodObject;
  /** Bodies by media type. */
  readonly body?: Readonly<Record<string, z.ZodType>>;
  readonly responses: Readonly<Record<number, RouteAnswer>>;
  /** Problems of its own; those any route can have (INTERNAL, UNAVAILABLE …) are added. */
  readonly problems: readonly ProblemCode[];
  /** Whether it writes, and so asks for the token. */
  readonly writes?: boolean;
}

/** A contract with its exact types kept. */
export const defineRoute = <const Contract extends RouteContract>(contract: Contract): Contract => contract;

const ROUTE_CONTRACT = 'parley:route';

/** Binds a handler to its contract: method, path, the guard of what writes, and its place in the OpenAPI document. */
export const Route = (contract: RouteContract): MethodDecorator =>
  applyDecorators(
    RequestMapping({
      path: contract.path.replaceAll(/\{(\w+)\}/g, ':$1'),
      method: contract.method === 'get' ? RequestMethod.GET : RequestMethod.POST,
    }),
    HttpCode(Math.min(...Object.keys(contract.responses).map(Number))),
    SetMetadata(ROUTE_CONTRACT, contract),
    ...(contract.writes ? [UseGuards(WriteTokenGuard)] : []),
  );

/** The contract of a handler; undefined where it has none. */
export const routeContractOf = (handler: object): RouteContract | undefined =>
  Reflect.getMetadata(ROUTE_CONTRACT, handler) as RouteContract | undefined;
