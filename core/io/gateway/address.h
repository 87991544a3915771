#pragma once

#include "core/base/result.h"

#include <QUrl>

#include <string>
#include <string_view>

namespace wick::io {

/// An address of a venue that may be spoken to: over TLS, or this machine itself. There is no way
/// to speak in the clear to another machine. The error is a sentence that names the address.
[[nodiscard]] core::Result<QUrl, std::string> venueAddress(std::string_view text);

} // namespace wick::io
