# frozen_string_literal: true

# A controller without `current_user` that renders the site's pages.
class NobodyController < ActionController::Base
  def show = render("pages/tagged", layout: false)
end
