#pragma once

#include "core/venues/lighter/crypto/poseidon2constants.h"
#include "core/venues/lighter/crypto/quintic.h"

#include <array>
#include <cstddef>
#include <span>

/// Poseidon2 over the Goldilocks field: width 12, rate 8, x^7, 4 + 22 + 4 rounds.
/// No branch and no index depends on the values that are hashed.
namespace wick::lighter::poseidon2 {

using State = std::array<Goldilocks, kWidth>;
/// The hash of one order inside a group.
using Digest4 = std::array<Goldilocks, 4>;

/// One application of the permutation.
void permute(State& state) noexcept;

/// Absorbs `input` and fills `output`. Each chunk of up to eight overwrites the first cells, a
/// short one leaves the rest as it was, and there is no padding, so the length must be known from
/// the context. No input gives zeros.
void hash(std::span<const Goldilocks> input, std::span<Goldilocks> output) noexcept;

/// The first four outputs.
[[nodiscard]] Digest4 hash4(std::span<const Goldilocks> input) noexcept;
/// The first five outputs as an element of the larger field.
[[nodiscard]] Quintic hash5(std::span<const Goldilocks> input) noexcept;
/// hash5 over the limbs of two elements, `first` first.
[[nodiscard]] Quintic hash5(const Quintic& first, const Quintic& second) noexcept;

} // namespace wick::lighter::poseidon2
