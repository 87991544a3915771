#include "charts/paint/decimator.h"

#include <algorithm>
#include <utility>

namespace wick::charts {

namespace {

auto leafOf(const std::vector<double>& values)
{
    return [&values](std::size_t i) {
        Extremes one;
        one.add(values[i]);
        return one;
    };
}

} // namespace

void DecimatedValues::assign(std::vector<double> values)
{
    m_values = std::move(values);
    m_pyramid.rebuild(m_values.size(), leafOf(m_values));
}

void DecimatedValues::append(double value)
{
    m_values.push_back(value);
    m_pyramid.update(m_values.size(), m_values.size() - 1, leafOf(m_values));
}

void DecimatedValues::replaceLast(double value)
{
    if (m_values.empty()) {
        return;
    }
    m_values.back() = value;
    m_pyramid.update(m_values.size(), m_values.size() - 1, leafOf(m_values));
}

Extremes DecimatedValues::range(std::size_t first, std::size_t last) const
{
    last = std::min(last, m_values.size());
    return m_pyramid.range(std::min(first, last), last, leafOf(m_values));
}

} // namespace wick::charts
