#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

namespace wick::charts {

/// The lowest and the highest of some values; empty until one was added.
struct Extremes
{
    double low{std::numeric_limits<double>::infinity()};
    double high{-std::numeric_limits<double>::infinity()};

    [[nodiscard]] bool empty() const noexcept { return low > high; }
    /// Not-a-number is left out.
    void add(double value) noexcept
    {
        low = value < low ? value : low;
        high = value > high ? value : high;
    }
    void add(const Extremes& other) noexcept
    {
        low = other.low < low ? other.low : low;
        high = other.high > high ? other.high : high;
    }
    friend bool operator==(const Extremes&, const Extremes&) = default;
};

/// Minima and maxima of a series in levels of four, so that the extremes of any range cost a few
/// reads a level instead of one a value. The leaves stay with their owner.
/// Shape: level 0 sums up leaves 4i to 4i+3, each further level four nodes of the one below.
class MinMaxPyramid
{
public:
    static constexpr std::size_t kFan = 4;

    /// Builds all levels over `count` leaves; `leaf(i)` returns the Extremes of leaf i.
    template <typename Leaf>
    void rebuild(std::size_t count, const Leaf& leaf)
    {
        m_levels.clear();
        m_count = count;
        for (std::size_t below = count; below > 1; below = parents(below)) {
            m_levels.emplace_back(parents(below));
            fill(m_levels.size() - 1, 0, leaf);
        }
    }

    /// Takes in that the series now has `count` leaves of which those from `firstChanged` differ.
    template <typename Leaf>
    void update(std::size_t count, std::size_t firstChanged, const Leaf& leaf)
    {
        if (count < m_count || m_levels.empty()) {
            rebuild(count, leaf);
            return;
        }
        m_count = count;
        std::size_t below = count;
        std::size_t first = firstChanged;
        for (std::size_t level = 0; below > 1; ++level) {
            const std::size_t nodes = parents(below);
            first /= kFan;
            if (level == m_levels.size()) {
                m_levels.emplace_back();
                first = 0;
            }
            m_levels[level].resize(nodes);
            fill(level, first, leaf);
            below = nodes;
        }
    }

    /// The extremes of leaves [first, last).
    template <typename Leaf>
    [[nodiscard]] Extremes range(std::size_t first, std::size_t last, const Leaf& leaf) const
    {
        Extremes found;
        if (m_levels.empty()) {
            addAll(found, first, last, leaf);
            return found;
        }
        bool left = climb(found, first, last, leaf);
        for (std::size_t level = 0; left; ++level) {
            const auto node = [&nodes = m_levels[level]](std::size_t i) -> const Extremes& {
                return nodes[i];
            };
            left = level + 1 < m_levels.size() && climb(found, first, last, node);
            if (level + 1 == m_levels.size()) {
                addAll(found, first, last, node);
            }
        }
        return found;
    }

    [[nodiscard]] std::size_t levels() const noexcept { return m_levels.size(); }

private:
    [[nodiscard]] static constexpr std::size_t parents(std::size_t count) noexcept
    {
        return (count + kFan - 1) / kFan;
    }

    template <typename Item>
    static void addAll(Extremes& sum, std::size_t first, std::size_t last, const Item& item)
    {
        for (; first < last; ++first) {
            sum.add(item(first));
        }
    }

    /// Adds the ragged ends of [first, last) and turns the rest into the range of the level above.
    /// False when nothing is left for it.
    template <typename Item>
    [[nodiscard]] static bool
    climb(Extremes& sum, std::size_t& first, std::size_t& last, const Item& item)
    {
        const std::size_t inner = parents(first) * kFan;
        const std::size_t end = last / kFan * kFan;
        if (inner >= end) {
            addAll(sum, first, last, item);
            return false;
        }
        addAll(sum, first, inner, item);
        addAll(sum, end, last, item);
        first = inner / kFan;
        last = end / kFan;
        return true;
    }

    template <typename Leaf>
    void fill(std::size_t level, std::size_t firstNode, const Leaf& leaf)
    {
        auto& nodes = m_levels[level];
        const std::size_t below = level == 0 ? m_count : m_levels[level - 1].size();
        for (std::size_t node = firstNode; node < nodes.size(); ++node) {
            Extremes sum;
            const std::size_t end = std::min(below, (node + 1) * kFan);
            for (std::size_t i = node * kFan; i < end; ++i) {
                sum.add(level == 0 ? leaf(i) : m_levels[level - 1][i]);
            }
            nodes[node] = sum;
        }
    }

    std::size_t m_count{};
    std::vector<std::vector<Extremes>> m_levels;
};

/// A series of values with its pyramid.
class DecimatedValues
{
public:
    DecimatedValues() = default;
    explicit DecimatedValues(std::vector<double> values) { assign(std::move(values)); }

    void assign(std::vector<double> values);
    void append(double value);
    void replaceLast(double value);

    [[nodiscard]] std::size_t size() const noexcept { return m_values.size(); }
    [[nodiscard]] double operator[](std::size_t i) const noexcept { return m_values[i]; }
    [[nodiscard]] std::span<const double> values() const noexcept { return m_values; }
    /// The extremes of [first, last), cut to what exists; undefined values are left out.
    [[nodiscard]] Extremes range(std::size_t first, std::size_t last) const;

private:
    std::vector<double> m_values;
    MinMaxPyramid m_pyramid;
};

} // namespace wick::charts
