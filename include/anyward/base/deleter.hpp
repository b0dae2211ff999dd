#pragma once

namespace anyward {

/// For std::unique_ptr over a C library's handle: `std::unique_ptr<nl_sock, Deleter<nl_socket_free>>`.
template <auto Free> struct Deleter {
    template <typename T> void operator()(T* pointer) const { Free(pointer); }
};

} // namespace anyward
