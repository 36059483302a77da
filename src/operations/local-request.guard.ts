import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;

/** Lets in whoever asks from this machine itself; a real application asks its own users instead. */
@Injectable()
export class LocalRequestGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { socket } = context.switchToHttp().getRequest<{ socket: { remoteAddress?: string } }>();
    return LOOPBACK.test(socket.remoteAddress ?? '');
  }
}
