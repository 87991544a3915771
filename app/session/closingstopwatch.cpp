#include "app/session/closingstopwatch.h"

#include <algorithm>

namespace wick::session {

using namespace wick::core;

void ClosingStopwatch::note(const ClosingReport& report)
{
    auto& begun = m_begun[report.engine.count()];
    const Timestamp now = m_wall.now();
    if (!begun) {
        const bool first = std::none_of(m_begun.begin(), m_begun.end(),
                                        [](const auto& each) { return each.has_value(); });
        if (first) {
            m_times = {};
        }
        begun = Begun{m_trigger.value_or(now), 0};
    }
    if (report.cancels > begun->cancels) {
        begun->cancels = report.cancels;
        m_times.lastCancel = std::max(m_times.lastCancel, *report.lastCancelAt - report.since);
        m_times.wallLastCancel = std::max(m_times.wallLastCancel, now - begun->wall);
    }
}

void ClosingStopwatch::onClosing(const ClosingReport& report)
{
    note(report);
}

void ClosingStopwatch::onFlat(const ClosingReport& report)
{
    note(report);
    auto& begun = m_begun[report.engine.count()];
    m_times.flat = std::max(m_times.flat, report.flatAt.value_or(report.doneAt) - report.since);
    m_times.wallFlat = std::max(m_times.wallFlat, m_wall.now() - begun->wall);
    begun.reset();
}

} // namespace wick::session
