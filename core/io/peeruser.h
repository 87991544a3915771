#pragma once

#include <QtGlobal>

namespace wick::io {

/// Whether the process at the other end of a connected local socket belongs to our user. An answer
/// that cannot be had is a no. On Windows always yes: there the pipe's access list already keeps
/// everybody else out.
[[nodiscard]] bool peerIsOurUser(qintptr descriptor);

} // namespace wick::io
