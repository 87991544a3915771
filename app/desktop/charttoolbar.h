#pragma once

#include "app/desktop/adapters/chartseries.h"
#include "charts/pricechart.h"

#include <QObject>

#include <vector>

class QActionGroup;
class QButtonGroup;
class QMenu;
class QSettings;

namespace wick::desktop {

class ChartSlot;

/// The buttons in the title row of a chart: tools, autoscale, what is shown, pictures.
/// Thread: GUI.
class ChartToolbar final : public QObject
{
    Q_OBJECT
public:
    ChartToolbar(ChartSlot& slot, charts::PriceChart& chart);

    /// Indicators that have a pane, in the order of the list.
    [[nodiscard]] std::vector<PaneKind> panes() const;
    /// What is shown, under a name of its own.
    void save(QSettings& settings, const QString& name) const;
    void load(QSettings& settings, const QString& name);

Q_SIGNALS:
    void panesChanged();
    /// Something that save() keeps was chosen.
    void changed();

private:
    void addTools();
    void addAutoScale();
    void addLayers();
    void addPaneActions(QMenu& menu);
    void addGapActions(QMenu& menu);
    void addPictures();
    void showGaps();
    void savePicture(const QString& suffix);

    ChartSlot& m_slot;
    charts::PriceChart& m_chart;
    QButtonGroup* m_tools;
    QAction* m_volume = nullptr;
    QAction* m_logarithmic = nullptr;
    QAction* m_endedGaps = nullptr;
    QActionGroup* m_gapSides;
    QActionGroup* m_gapSizes;
    std::vector<QAction*> m_paneActions; ///< one for each of kAllPanes
};

} // namespace wick::desktop
