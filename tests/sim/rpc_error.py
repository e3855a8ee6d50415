"""Errors of the API: a gRPC code and a message, and how grpc-gateway shows them over HTTP."""

from __future__ import annotations

from . import gojson

INVALID_ARGUMENT, UNKNOWN, NOT_FOUND, PERMISSION_DENIED = 3, 2, 5, 7
FAILED_PRECONDITION, UNAUTHENTICATED, INTERNAL = 9, 16, 13

HTTP_STATUS = {1: 408, 2: 500, 3: 400, 4: 504, 5: 404, 6: 409, 7: 403, 8: 429, 9: 400, 10: 409, 11: 400,
               12: 501, 13: 500, 14: 503, 15: 500, 16: 401}


class RpcError(Exception):
    """A call that fails with a gRPC status."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message

    @property
    def http_status(self) -> int:
        return HTTP_STATUS.get(self.code, 500)

    def body(self) -> bytes:
        return gojson.dumps({"error": self.message, "code": self.code, "message": self.message})

    def stream_chunk(self, reasons: dict[int, str]) -> bytes:
        """The form inside a stream."""
        return gojson.dumps({"error": {"grpc_code": self.code, "http_code": self.http_status, "message": self.message,
                                       "http_status": reasons.get(self.http_status, "")}})


def permission_denied() -> RpcError:
    return RpcError(PERMISSION_DENIED, "permission denied")


def application_not_found(name: str) -> RpcError:
    return RpcError(NOT_FOUND, f'applications.argoproj.io "{name}" not found')
