#pragma once
// The rows of a list that is watched: which of them are shown, in which order, and what has changed
// since it was told. Pure.

#include "application_selection.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace argocdpp::cli {

struct watched_row {
    std::string text;              ///< as it is printed
    std::string mark;              ///< another one means that it has changed
    std::vector<std::string> keys; ///< what it is sorted by
};

struct row_change {
    enum class kind { added, changed, gone, deleted };
    kind what;
    std::string name;                 ///< qualified
    const watched_row* row = nullptr; ///< of what is still there; until the rows change
};

class watched_rows {
  public:
    explicit watched_rows(const application_selection& chosen)
        : chosen_(chosen) {}

    void put(const std::string& name, watched_row row);
    void remove(const std::string& name, bool is_deleted);
    /// Those that the choice shows, in its order, else by name as the server lists them.
    std::vector<const watched_row*> shown() const;
    /// What is not shown any more, and then what has come or changed, since the last call.
    std::vector<row_change> changes();

  private:
    /// Name and namespace of an application, in this order.
    using place = std::pair<std::string, std::string>;
    using rows_map = std::map<place, watched_row>;

    static place place_of(const std::string& name);
    static std::string name_of(const place& where);
    std::vector<rows_map::const_iterator> chosen_rows() const;

    const application_selection& chosen_;
    rows_map rows_;
    std::map<place, std::string> told_; ///< the marks
    std::set<place> deleted_;           ///< since the last changes
    bool is_changed_ = false;
};

} // namespace argocdpp::cli
