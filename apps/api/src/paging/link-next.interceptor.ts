import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { routeContractOf } from '@parley/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';

/** Puts the next page into the Link header too (RFC 8288), as a reference relative to the host that was asked. */
@Injectable()
export class LinkNextInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const contract = routeContractOf(context.getHandler());
    const parameter = contract?.query && 'after' in contract.query.shape ? 'after' : 'cursor';
    const http = context.switchToHttp();
    return next.handle().pipe(
      map((body: unknown) => {
        const cursor = cursorIn(body);
        if (cursor !== null) {
          const request = http.getRequest<FastifyRequest>();
          const address = new URL(request.url, 'http://parley.invalid');
          address.searchParams.set(parameter, cursor);
          http.getResponse<FastifyReply>().header('link', `<${address.pathname}${address.search}>; rel="next"`);
        }
        return body;
      }),
    );
  }
}

function cursorIn(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || !('next' in body)) return null;
  return typeof body.next === 'string' ? body.next : null;
}
