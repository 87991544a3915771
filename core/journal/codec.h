#pragma once

#include "core/base/result.h"
#include "core/engine/commands.h"
#include "core/market/marketstep.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace wick::core {

/// The bytes of one input, as they lie in the journal. Little-endian, varints, no padding.
using Payload = std::vector<std::uint8_t>;

/// Why bytes are not the input they should be.
enum class CodecError : std::uint8_t
{
    Truncated,
    Invalid, ///< a value that no input can have
    TooLong, ///< more items than one input may hold
};

[[nodiscard]] std::string_view describe(CodecError error) noexcept;

/// A market step that owns what it tells. `view()` is valid as long as this value is not moved.
struct StoredStep
{
    struct Slice
    {
        MarketSlice slice; ///< its pointers and spans are empty; view() fills them
        std::optional<ClosedBar> bar;
        std::vector<Trade> trades;
        std::optional<Book> book;
    };

    Timestamp time;
    std::vector<Slice> slices;

    std::vector<MarketSlice> viewed; ///< what the last view() points to

    [[nodiscard]] MarketStep view();
};

[[nodiscard]] Payload encode(const MarketStep& step);
[[nodiscard]] Result<StoredStep, CodecError> decodeStep(std::span<const std::uint8_t> bytes);

[[nodiscard]] Payload encode(std::span<const ClosedBar> bars);
[[nodiscard]] Result<std::vector<ClosedBar>, CodecError>
decodeBars(std::span<const std::uint8_t> bytes);

/// Limits travel as key and text, so that a journal stays readable when the table of limits grows.
[[nodiscard]] Payload encode(const Command& command);
[[nodiscard]] Result<Command, CodecError> decodeCommand(std::span<const std::uint8_t> bytes);

} // namespace wick::core
