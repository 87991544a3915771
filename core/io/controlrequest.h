#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wick::io {

/// A longer line is refused before it is read to its end.
constexpr std::size_t kLongestControlLine = 4'096;

enum class ControlVerb : std::uint8_t
{
    Status,
    Flatten,
    Kill,
    Release,
    Operator
};

/// What a client of the control socket asks for. Flatten: at most one of `market` and `engine`;
/// none means everything. Release: `halt` and `why`, with `engine` for a halt of one engine.
/// Operator: `command`, for at most one of `market` and `engine`, with `minutes` and `why`.
struct ControlRequest
{
    ControlVerb verb{};
    std::optional<std::string> market{}; ///< "ETH" or "ETH-PERP"
    std::optional<std::uint16_t> engine{};
    std::string halt{};    ///< its kind: "kill"
    std::string command{}; ///< "take_over"
    std::optional<std::int64_t> minutes{};
    std::string why{};
};

/// Why a line is no request, in one sentence that names the key.
struct ControlError
{
    std::string sentence;
};

/// Reads one line of the control protocol (docs/control-socket.md), without its line end:
/// `{"request":"flatten","market":"ETH"}`. Any bytes may be given.
[[nodiscard]] core::Result<ControlRequest, ControlError> parseControlRequest(std::string_view line);

/// The reply to what cannot be done: `{"error":SENTENCE,"ok":false}`, without line end.
[[nodiscard]] std::string controlRefusal(std::string_view sentence);

} // namespace wick::io
