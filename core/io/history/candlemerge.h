#pragma once

#include "core/io/history/candletable.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace wick::io {

/// What new rows mean to a stored series. Indices are rows of the new series.
struct CandleMerge
{
    std::vector<std::size_t> added;     ///< times that the stored series does not have
    std::vector<std::size_t> conflicts; ///< times that it has with other values
    std::size_t alreadyThere = 0;       ///< times that it has with the same values
    bool onlyAtTheEnd = false; ///< all added rows follow the last stored one, at its decimals
};

/// Compares new rows with stored ones and brings both to the same decimals: `stored` is a copy at
/// wider decimals where it needs them. Nothing when the numbers of one side have no room for the
/// decimals of the other. Shape: both ascend strictly in time.
class CandleMerger
{
public:
    [[nodiscard]] static std::optional<CandleMerger> create(const core::CandleColumns& stored,
                                                            CandleSeries& incoming);

    [[nodiscard]] const CandleMerge& merge() const noexcept { return m_merge; }
    /// The added rows alone.
    [[nodiscard]] CandleSeries addedRows() const;
    /// The stored rows with the added ones in their places.
    [[nodiscard]] CandleSeries allRows() const;

private:
    CandleMerger(const core::CandleColumns& stored, const CandleSeries& incoming) noexcept
        : m_stored(&stored)
        , m_incoming(&incoming)
    {}
    [[nodiscard]] CandleRow storedRow(std::size_t i) const noexcept;
    void compare();

    const core::CandleColumns* m_stored;
    const CandleSeries* m_incoming;
    std::int64_t m_priceFactor = 1; ///< stored numbers times it are at the common decimals
    std::int64_t m_volumeFactor = 1;
    CandleMerge m_merge;
};

} // namespace wick::io
