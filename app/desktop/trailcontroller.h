#pragma once

#include "app/desktop/backtestworker.h"

#include <QObject>

#include <cstdint>
#include <memory>
#include <optional>

namespace wick::desktop {

class InspectorPanel;

/// Walks the life of a finished run's strategy, step by step, in an inspector. The stretch around
/// the step that is wanted is worked out anew when it is not at hand.
/// Thread: GUI.
class TrailController final : public QObject
{
    Q_OBJECT
public:
    explicit TrailController(InspectorPanel& panel, QObject* parent = nullptr);

    /// Forgets the run before.
    void setRun(std::shared_ptr<const BacktestRun> run);
    /// Nothing of later is shown, as in a replay; none: all of the run is known.
    void setKnown(std::optional<core::Timestamp> moment);
    /// The step in which the bar that holds that moment closed.
    void showBar(core::Timestamp inBar);
    /// The step at that moment or the last one before it.
    void showMoment(core::Timestamp moment);
    /// The step before (-1) or after (1) the one shown.
    void step(int direction);
    void showNextSignal();
    /// Of that run, as asked for; null when it did not repeat itself.
    void take(const std::shared_ptr<const BacktestRun>& run,
              const std::shared_ptr<const RunTrail>& trail);

    [[nodiscard]] const std::optional<core::TrailStep>& shown() const noexcept { return m_shown; }

Q_SIGNALS:
    void followRequested(const std::shared_ptr<const wick::desktop::BacktestRun>& run,
                         const wick::core::TrailRange& range);
    void stepShown(qint64 barTimeMs);
    /// The step after the one shown is not known yet.
    void laterRequested();

private:
    enum class Where : std::uint8_t
    {
        Bar,
        Moment,
        Before,
        After
    };
    struct Wish
    {
        Where where{};
        core::Timestamp at;
    };

    void look(Wish wish);
    [[nodiscard]] std::optional<std::size_t> find(const Wish& wish) const;
    [[nodiscard]] core::TrailRange rangeAround(core::Timestamp at) const;
    void show(std::size_t index);

    InspectorPanel& m_panel;
    std::shared_ptr<const BacktestRun> m_run;
    std::shared_ptr<const RunTrail> m_trail;
    std::optional<core::Timestamp> m_known;
    std::optional<core::TrailStep> m_shown;
    Wish m_wish;
    bool m_asked = false;   ///< for a trail of this run
    bool m_refused = false; ///< this run does not repeat itself
};

} // namespace wick::desktop
