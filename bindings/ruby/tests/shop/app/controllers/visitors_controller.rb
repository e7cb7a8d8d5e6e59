# frozen_string_literal: true

class VisitorsController < ApplicationController
  before_action { expires_in 1.hour, public: true }

  def show = render_visitor_fields(params[:brand])
end
