#pragma once

#include "core/base/entropysource.h"

namespace wick::io {

/// The random number generator of the operating system.
/// Thread: any, and several at a time.
class SystemEntropy final : public core::EntropySource
{
public:
    [[nodiscard]] bool fill(std::span<std::uint8_t> bytes) noexcept override;
};

} // namespace wick::io
